;; call_indirect through an entry that nobody set.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: uninitialized element\n  0: dispatch (uninitialized_element.wat+0x"
(module (type $t (func)) (table 2 funcref) (elem (i32.const 0) func $dispatch)
  (func $dispatch (export "_start") (call_indirect (type $t) (i32.const 1))))
