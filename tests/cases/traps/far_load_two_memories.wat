;; Two memories never share a guard: the farthest access to the first does not reach the second.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "peek"]
;;! run_args = ["-1"]
;;! files."lib.wat" = '(module (memory (export "m") 1) (data (i32.const 0) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff") (func (export "peek") (param i32) (result i64) (i64.load offset=0xffffffff (local.get 0))))'
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n"
(module
  (import "lib" "peek" (func $lib (param i32) (result i64)))
  (memory 1) (data (i32.const 0) "\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee\ee")
  (func $peek (export "peek") (param i32) (result i64)
    (call $lib (local.get 0))))
