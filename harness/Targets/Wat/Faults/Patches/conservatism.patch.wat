;; Bugs in what is scanned and what is taken for a pointer. See HeapPatches for the form.

fault mark-unvalidated in $reach_candidate
-    (if (i32.ne (i32.and (local.get $bits) (i32.const 19)) (global.get $START)) (then (return)))
+    (if
+      (i32.or
+        (i32.and (local.get $bits) (global.get $MARK))
+        (i32.gt_u
+          (i32.add
+            (local.get $word)
+            (i32.shr_u (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)))
+          (global.get $heap_ptr)))
+      (then (return))
+      (else
+        (i32.store
+          (i32.sub (local.get $word) (i32.const 4))
+          (i32.or (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)))))

fault pointer-free-confused in $enter
-    (if (local.get $pointer_free)
+    (if (i32.const 1)

fault data-scanned in $reach_candidate
-    (if (i32.and (local.get $bits) (global.get $POINTER_FREE)) (then (return)))

fault pointer-free-sticky in $put_free
-    (i32.store8 $map (call $granule (local.get $block)) (i32.or (global.get $START) (global.get $FREE)))
+    (i32.store8 $map
+      (call $granule (local.get $block))
+      (i32.or
+        (i32.or (global.get $START) (global.get $FREE))
+        (i32.and (i32.load8_u $map (call $granule (local.get $block))) (global.get $POINTER_FREE))))

fault pointer-free-sticky in $enter
-    (local.set $bits (global.get $START))
+    (local.set $bits
+      (i32.or
+        (global.get $START)
+        (i32.and (i32.load8_u $map (call $granule (local.get $block))) (global.get $POINTER_FREE))))

fault stale-reuse in $take_hardened
-      (i32.sub (local.get $total) (i32.const 4)))
+      (i32.const 0))

fault reuse-scanned in $take_hardened
-    (call $enter (local.get $block) (local.get $pointer_free))
+    (call $enter (local.get $block) (i32.const 0))

fault candidate-unaligned in $scan_hardened
-        (br_if $walk (i32.and (local.get $offset) (i32.const 7)))

fault candidate-outside in $scan_hardened
-        (br_if $walk (i32.ge_u (local.get $offset) (local.get $span)))

fault map-short in $sweep_hardened
-    (local.set $end
-      (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 3)))
+    (local.set $end
+      (i32.sub
+        (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 3))
+        (i32.const 1)))
