;; What is not in the standard yet is used only when it is asked for.
;;! check = "error"
;;! stderr = ["the `custom-page-sizes` proposal is not allowed", "`--enable custom-page-sizes` allows it"]
(module (memory 1 (pagesize 1)) (func (export "_start")))
