;; memory.init past the end of the segment.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access\n", "load_data"]
(module (memory 1) (data $d "abc")
  (func $load_data (export "_start") (memory.init $d (i32.const 0) (i32.const 1) (i32.const 3))))
