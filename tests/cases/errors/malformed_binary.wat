;; A binary module that ends in the middle of a section.
;;! check = "error"
;;! stderr = ["malformed_binary.wat: unexpected end", "(at byte offset 0x"]
(module binary "\00asm\01\00\00\00\01\05\01\60")
