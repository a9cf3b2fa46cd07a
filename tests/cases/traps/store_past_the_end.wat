;; A store that ends one byte past the last page.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: poke (store_past_the_end.wat+0x"
(module (memory 1) (func $poke (export "_start") (i32.store (i32.const 65533) (i32.const 0))))
