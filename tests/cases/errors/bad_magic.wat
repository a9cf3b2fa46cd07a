;; Another version of the format.
;;! check = "error"
;;! stderr = "bad_magic.wat: "
(module binary "\00asm\07\00\00\00")
