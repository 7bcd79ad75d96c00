WITH window_value AS (
  SELECT a.asked, a.over_windows, a.missing, a.windows, e.subject, e.split, c.window_us,
         CASE a.inside WHEN 'max' THEN MAX(e.quantity)
                       WHEN 'sum' THEN SUM(e.quantity)
                       ELSE CAST(COUNT(*) AS DECIMAL(24, 6)) END AS quantity
  FROM usage_event e
  JOIN asked a ON a.meter = e.meter AND e.at_us >= a.from_us AND e.at_us < a.until_us AND e.received <= a.known
  JOIN chunk c ON c.asked = a.asked AND c.chunk_us = e.at_us - MOD(e.at_us, a.chunk_length_us)
  GROUP BY a.asked, a.over_windows, a.missing, a.windows, a.inside, e.subject, e.split, c.window_us
)
SELECT asked, subject, split,
       CAST(CASE over_windows WHEN 'max' THEN MAX(quantity) ELSE SUM(quantity) END AS DECIMAL(38, 6)) AS numerator,
       CASE WHEN over_windows <> 'mean' THEN CAST(1 AS BIGINT) WHEN missing = 'zero' THEN windows ELSE COUNT(*) END AS denominator
FROM window_value
GROUP BY asked, subject, split, over_windows, missing, windows
