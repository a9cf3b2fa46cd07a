;; A constant expression that reads a global of the module's own needs a later proposal.
;;! check = "error"
;;! stderr = "the `gc` proposal is not supported yet (at byte offset 0x"
(module (global $a i32 (i32.const 1)) (global $b i32 (global.get $a)) (func (export "_start")))
