;; An interpreter: a switch on what memory has at the start of a loop, each of whose cases goes back to it.
;;! check = "run"
;;! args = ["--invoke", "run"]
;;! stdout = "-7\n12\n"
(module
  (memory 1)
  ;; push 5, push 3, mul, push 22, sub; then 0xff: an opcode beyond the table; 4 ends.
  (data (i32.const 0) "\00\05\00\03\01\00\16\02\ff\04")
  (func (export "run") (result i32 i32)
    (local $pc i32) (local $sp i32) (local $steps i32)
    (local.set $sp (i32.const 1024))
    (block $done
      (loop $next
        (block $other (block $end (block $add (block $sub (block $mul (block $push
          (i32.load8_u (local.get $pc))
          (local.set $pc (i32.add (local.get $pc) (i32.const 1)))
          (br_table $push $mul $sub $add $end $other))
          ;; push
          (i32.store (local.get $sp) (i32.load8_u (local.get $pc)))
          (local.set $sp (i32.add (local.get $sp) (i32.const 4)))
          (local.set $pc (i32.add (local.get $pc) (i32.const 1)))
          (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
          (br $next))
          ;; mul
          (local.set $sp (i32.sub (local.get $sp) (i32.const 4)))
          (i32.store offset=0 (i32.sub (local.get $sp) (i32.const 4))
            (i32.mul (i32.load (i32.sub (local.get $sp) (i32.const 4))) (i32.load (local.get $sp))))
          (local.set $steps (i32.add (local.get $steps) (i32.const 2)))
          (br $next))
          ;; sub
          (local.set $sp (i32.sub (local.get $sp) (i32.const 4)))
          (i32.store offset=0 (i32.sub (local.get $sp) (i32.const 4))
            (i32.sub (i32.load (i32.sub (local.get $sp) (i32.const 4))) (i32.load (local.get $sp))))
          (local.set $steps (i32.add (local.get $steps) (i32.const 3)))
          (br $next))
          ;; add
          (unreachable))
          ;; end
          (br $done))
        ;; other
        (local.set $steps (i32.add (local.get $steps) (i32.const 4)))
        (br $next)))
    (i32.load (i32.const 1024))
    (local.get $steps)))
