SELECT a.asked, e.subject, e.split,
       CAST(SUM(e.quantity) AS DECIMAL(38, 6)) AS numerator, CAST(1 AS BIGINT) AS denominator
FROM usage_event e
JOIN asked a ON a.meter = e.meter AND e.at_us >= a.from_us AND e.at_us < a.until_us AND e.received <= a.known
GROUP BY a.asked, e.subject, e.split
