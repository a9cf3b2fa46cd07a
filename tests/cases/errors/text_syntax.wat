;; A mistake in the text is shown with its line.
;;! check = "error"
;;! stderr = "text_syntax.wat:5:"
(module (func
  (i32.konst 1)))
