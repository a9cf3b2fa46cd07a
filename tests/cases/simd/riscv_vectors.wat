;; With the V extension RISC-V uses vector registers.
;;! check = "asm"
;;! args = ["--cpu", "generic,v"]
;;! targets = ["riscv64-linux"]
;;! contains = ["vadd.vv"]
(module
  (memory 1)
  (func (export "_start")
    (v128.store (i32.const 0) (i32x4.add (v128.load (i32.const 16)) (v128.load (i32.const 32))))))
