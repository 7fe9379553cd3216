"""The site as an asynchronous application: pages in threads, and streams that hold no thread."""
