// The editor of running text: toolbar, live preview, a draft kept in the browser.
