;; 64-bit addresses, loads and stores past 4 GiB included; one that wraps around traps.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access"
(module
  (memory i64 1 0x1_0002)
  (func (export "test")
    (if (i64.ne (memory.grow (i64.const 0x1_0001)) (i64.const 1)) (then (unreachable)))
    (if (i64.ne (memory.size) (i64.const 0x1_0002)) (then (unreachable)))
    (i64.store offset=8 (i64.const 0x1_0001_0000) (i64.const 0x1234_5678_9abc_def0))
    (if (i64.ne (i64.load (i64.const 0x1_0001_0008)) (i64.const 0x1234_5678_9abc_def0)) (then (unreachable)))
    (if (i64.ne (i64.load (i64.const 8)) (i64.const 0)) (then (unreachable)))
    (memory.fill (i64.const 0xffff_fffe) (i32.const 7) (i64.const 4))
    (if (i32.ne (i32.load (i64.const 0xffff_fffe)) (i32.const 0x0707_0707)) (then (unreachable)))
    (drop (i32.load offset=0xffff_ffff_ffff_fff0 (i64.const 0x20)))))
