;; memory.copy between ranges that overlap either way, memory.fill, and lengths of zero at the end.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "84148994\n100992003\n67305985\n-1431655766\n43690\n0\n"
(module
  (memory 1)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08")
  (func (export "test") (result i32 i32 i32 i32 i32 i32)
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 7))
    (i32.load (i32.const 0))
    (i32.load (i32.const 1))
    (memory.copy (i32.const 20) (i32.const 0) (i32.const 8))
    (memory.copy (i32.const 101) (i32.const 100) (i32.const 0))
    (i32.store (i32.const 40) (i32.const 0x04030201))
    (memory.copy (i32.const 42) (i32.const 40) (i32.const 4))
    (i32.load (i32.const 42))
    (memory.fill (i32.const 60) (i32.const 0x1aa) (i32.const 6))
    (i32.load (i32.const 60))
    (i32.load (i32.const 64))
    (memory.fill (i32.const 65536) (i32.const 1) (i32.const 0))
    (memory.copy (i32.const 65536) (i32.const 65536) (i32.const 0))
    (i32.load (i32.const 65532))))
