;; Of a loop's sum, what the round before computed last is added last: the three loads are added up before.
;;! check = "asm"
;;! args = ["--invoke", "digest"]
;;! targets = ["x86_64-linux"]
;;! contains = ["  leal (%rcx, %rdx), %ecx\n  leal (%rax, %rcx), %eax\n"]
(module
  (memory 1)
  (func (export "digest") (param $len i32) (result i32) (local $hash i32) (local $at i32)
    (loop $next
      (local.set $hash
        (i32.add (i32.add (i32.add
          (i32.rotl (i32.xor (local.get $hash) (i32.rotl (local.get $hash) (i32.const 7))) (i32.const 13))
          (i32.load (local.get $at)))
          (i32.load offset=4 (local.get $at)))
          (i32.load offset=8 (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 12))) (local.get $len))))
    (local.get $hash)))
