;; A load behind a pointer, then one at it: where the sum wraps, the pointer itself is outside.
;;! check = "run"
;;! args = ["--invoke", "sum"]
;;! run_args = ["-4"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: sum ("
(module
  (memory 65535)
  (func (export "sum") (param $p i32) (result i64)
    (i64.add
      (i64.load (i32.add (local.get $p) (i32.const 8)))
      (i64.load (local.get $p)))))
