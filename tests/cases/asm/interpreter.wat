;; In a loop that begins with a switch on what it loads, each case has a jump through the table of its own: nothing goes
;; back to the header, `block2`.
;;! check = "clif"
;;! args = ["--invoke", "go"]
;;! contains = ["jump block2"]
;;! absent = ["jump block2("]
(module
  (memory 1)
  (func (export "go") (param $at i32) (param $n i32) (result i32)
    (loop $next
      (block $end (block $b (block $a
        (br_table $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b $a $b
          $a $b $a $b $a $b $a $b $a $b $end
          (i32.load8_u (local.tee $at (i32.add (local.get $at) (i32.const 1))))))
        (local.set $n (i32.mul (local.get $n) (i32.const 3)))
        (br $next))
        (local.set $n (i32.xor (local.get $n) (i32.const 5)))
        (br $next)))
    (local.get $n)))
