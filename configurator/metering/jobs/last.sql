SELECT asked, subject, split, CAST(quantity AS DECIMAL(38, 6)) AS numerator, CAST(1 AS BIGINT) AS denominator
FROM (
  SELECT a.asked, e.subject, e.split, e.quantity,
         ROW_NUMBER() OVER (
           PARTITION BY a.asked, e.subject, e.split ORDER BY e.at_us DESC, e.event_id DESC
         ) AS place
  FROM usage_event e
  JOIN asked a ON a.meter = e.meter AND e.at_us >= a.from_us AND e.at_us < a.until_us AND e.received <= a.known
) latest
WHERE place = 1
