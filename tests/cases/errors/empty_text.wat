;; A file that holds nothing but comments.
;;! check = "error"
;;! stderr = "empty_text.wat:"
