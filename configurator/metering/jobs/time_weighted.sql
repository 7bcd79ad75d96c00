WITH level_at AS (
  SELECT a.asked, a.from_us, a.until_us, a.per_us, e.subject, e.split, e.at_us, e.event_id,
         CASE WHEN a.levels = 'change' THEN
           SUM(e.quantity) OVER (
             PARTITION BY a.asked, e.subject, e.split ORDER BY e.at_us, e.event_id ROWS UNBOUNDED PRECEDING
           )
         ELSE e.quantity END AS level
  FROM usage_event e
  JOIN asked a ON a.meter = e.meter AND e.at_us < a.until_us AND e.received <= a.known
),
held AS (
  SELECT asked, subject, split, level, per_us,
         CASE WHEN at_us > from_us THEN at_us ELSE from_us END AS since_us,
         COALESCE(
           LEAD(at_us) OVER (PARTITION BY asked, subject, split ORDER BY at_us, event_id), until_us
         ) AS until_us
  FROM level_at
)
SELECT asked, subject, split,
       CAST(SUM(CAST(level AS DECIMAL(24, 6)) * CAST(until_us - since_us AS DECIMAL(14, 0))) AS DECIMAL(38, 6)) AS numerator,
       per_us AS denominator
FROM held
WHERE until_us > since_us
GROUP BY asked, subject, split, per_us
