;; The same from the program's other memory.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "peek"]
;;! run_args = ["-1"]
;;! files."lib.wat" = '(module (memory (export "m") 1) (data (i32.const 0) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff"))'
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek (far_load_two_memories_main.wat+0x"
(module
  (memory 1)
  (func $peek (export "peek") (param i32) (result i64) (i64.load offset=0xffffffff (local.get 0))))
