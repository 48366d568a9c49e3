# The commands that move the first steps to SvelteKit 3; the spec runs these very lines.

# #region packages
npm uninstall @sveltejs/adapter-auto
npm install -D @sveltejs/kit@3.2.0 @sveltejs/adapter-node@6.0.1
# #endregion packages
