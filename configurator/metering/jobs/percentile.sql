WITH window_value AS (
  SELECT a.asked, a.windows, a.parts_per_million, a.rank_of, a.missing, e.subject, e.split, c.window_us,
         CASE a.inside WHEN 'max' THEN MAX(e.quantity)
                       WHEN 'sum' THEN SUM(e.quantity)
                       ELSE CAST(COUNT(*) AS DECIMAL(24, 6)) END AS quantity
  FROM usage_event e
  JOIN asked a ON a.meter = e.meter AND e.at_us >= a.from_us AND e.at_us < a.until_us AND e.received <= a.known
  JOIN chunk c ON c.asked = a.asked AND c.chunk_us = e.at_us - MOD(e.at_us, a.chunk_length_us)
  GROUP BY a.asked, a.windows, a.parts_per_million, a.rank_of, a.missing, a.inside, e.subject, e.split, c.window_us
),
counted AS (
  SELECT asked, subject, split, quantity, parts_per_million, rank_of,
         CASE missing WHEN 'zero' THEN windows
              ELSE COUNT(*) OVER (PARTITION BY asked, subject, split) END AS total,
         CASE missing WHEN 'zero' THEN windows - COUNT(*) OVER (PARTITION BY asked, subject, split)
              ELSE CAST(0 AS BIGINT) END AS empty,
         ROW_NUMBER() OVER (PARTITION BY asked, subject, split ORDER BY quantity, window_us) AS place
  FROM window_value
),
ranked AS (
  SELECT asked, subject, split, quantity,
         (empty + place) * 1000000 AS here,
         (empty + place - 1) * 1000000 AS before,
         (empty + place + 1) * 1000000 AS after,
         total * parts_per_million AS wanted,
         empty + place AS number, rank_of
  FROM counted
)
SELECT asked, subject, split,
       CAST(MAX(CASE WHEN rank_of = 'ceil' AND before < wanted AND wanted <= here THEN quantity
                     WHEN rank_of = 'floor' AND here <= wanted AND wanted < after THEN quantity
                     WHEN number = 1 AND wanted < 1000000 THEN quantity
                     ELSE CAST(0 AS DECIMAL(24, 6)) END) AS DECIMAL(38, 6)) AS numerator,
       CAST(1 AS BIGINT) AS denominator
FROM ranked
GROUP BY asked, subject, split
