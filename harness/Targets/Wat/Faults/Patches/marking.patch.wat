;; Bugs of marking, sweeping and the worklist. See HeapPatches for the form.

fault forget-mark in $trace_vera
-          (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.or (local.get $header) (i32.const 1)))

fault forget-mark in $reach_candidate
-    (local.set $bits (i32.or (local.get $bits) (global.get $MARK)))

fault marks-not-cleared in $mark_vera
-    (call $clear_vera)

fault marks-not-cleared in $mark_hardened
-    (call $clear_hardened)

fault sweep-skip in $put_free
-    (call $set_head (local.get $bin) (local.get $block))

fault sweep-skip in $sweep_vera
-          (global.set $gc_free_head (local.get $block))

fault scan-misses-last-word in $scan_vera
-    (local.set $end (i32.add (local.get $block) (local.get $bytes)))
+    (local.set $end (i32.sub (i32.add (local.get $block) (local.get $bytes)) (i32.const 4)))

fault scan-misses-last-word in $scan_hardened
-    (local.set $end
-      (i32.add
-        (local.get $block)
-        (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))))
+    (local.set $end
+      (i32.add
+        (local.get $block)
+        (i32.sub (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)) (i32.const 4))))

fault worklist-drop in $push_vera
-    (if (call $work_full) (then (call $fail (global.get $WORKLIST))))
+    (if (call $work_full) (then (return)))

fault worklist-drop in $postpone
-    (global.set $pending (i32.const 1))

fault worklist-trap in $reach_candidate
-        (call $postpone (local.get $granule) (local.get $bits))
+        (call $fail (global.get $WORKLIST))

fault rescan-once in $finish_hardened
-          (br $again)))))
+          ))))

fault scan-past-end in $reach_candidate
-    (if (i32.ne (i32.and (local.get $bits) (i32.const 19)) (global.get $START)) (then (return)))
+    (if (i32.and (local.get $bits) (global.get $MARK)) (then (return)))

fault free-bit-forgotten in $put_free
-    (i32.store8 $map (call $granule (local.get $block)) (i32.or (global.get $START) (global.get $FREE)))
+    (i32.store8 $map (call $granule (local.get $block)) (global.get $START))

fault scan-every-second in $scan_hardened
-        (local.set $at (i32.add (local.get $at) (i32.const 4)))
+        (local.set $at (i32.add (local.get $at) (i32.const 8)))
