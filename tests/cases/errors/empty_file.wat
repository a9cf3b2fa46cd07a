;; A file that is empty but for comments is a module, and has nothing to run.
;;! check = "error"
;;! stderr = ["empty_file.wat: nothing to run", "`--invoke EXPORT`"]
