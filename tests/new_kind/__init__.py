"""A kind of page that the site has never heard of: what one costs, and what it gets by itself."""
