;; RISC-V without Zbb rotates by two shifts, by amounts that are not constant too.
;;! check = "asm"
;;! args = ["--invoke", "rotate"]
;;! targets = ["riscv64-linux"]
;;! contains = ["slliw", "srliw", "sub a", "sll a", "srl a"]
;;! absent = ["select", "andi"]
(module
  (func (export "rotate") (param $x i32) (param $y i64) (param $by i64) (result i64)
    (i64.add
      (i64.rotr (local.get $y) (local.get $by))
      (i64.extend_i32_u (i32.rotl (local.get $x) (i32.const 7))))))
