;; A loop that fills memory asks the runtime to do most of it, if that is much; one that stores what it counts does not.
;;! check = "asm"
;;! args = ["--invoke", "fill"]
;;! targets = ["x86_64-linux"]
;;! contains = [
;;!   "  cmpl $0x800, %eax\n  jnbe    label3; j label2\n",
;;!   "  movl $0x4, %r9d\n  movq %r9, %r8\n  call ",
;;!   "; count\n  pushq %rbp\n  movq %rsp, %rbp\nblock0:\n  movl %edi, %edi\n  jmp     label1\n",
;;! ]
(module
  (memory 1)
  (func (export "fill") (param $at i32) (param $value i32) (param $end i32)
    (call $count (local.get $at) (local.get $end))
    (loop
      (i32.store (local.get $at) (local.get $value))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
  (func $count (param $at i32) (param $end i32)
    (loop
      (i32.store (local.get $at) (local.get $at))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))))
