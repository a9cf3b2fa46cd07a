;; A loop that goes on where a branch is taken stands together: the branch is turned, and leaves where it is taken.
;;! check = "asm"
;;! args = ["--invoke", "count"]
;;! targets = ["x86_64-linux"]
;;! contains = ["jz      label3; j label2\nblock2:\n  movl %eax, 0x3fff0008("]
(module
  (memory 1)
  (func (export "count") (param $at i32) (result i32)
    (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
      (block $on
        (br_if $on (i32.ne (local.get $sum) (i32.load offset=4 (local.get $at))))
        (return (local.get $sum)))
      (i32.store offset=8 (local.get $at) (local.get $sum))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $next))
    (unreachable)))
