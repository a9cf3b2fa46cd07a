;; call_indirect past the end of the table.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: undefined element\n  0: dispatch (undefined_element.wat+0x"
(module (type $t (func)) (table 2 funcref)
  (func $dispatch (export "_start") (call_indirect (type $t) (i32.const 2))))
