using System.Globalization;

namespace AIDialogues.Events.Benchmarks.Mail;

/// <summary>
/// Letters a second into a real SMTP server, all in one run: a new connection for each letter, our kept connection, our whole outbox with its
/// claims and marks in PostgreSQL, and nodemailer's pool. `./dev bench mail [LETTERS] [ROUNDS]`; the median of the rounds counts.
/// </summary>
internal static class MailBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        int letters = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        await using var sink = await SinkProcess.StartAsync();
        await using var outbox = await BenchOutbox.PrepareAsync(sink.Port);
        var nodemailer = await Nodemailer.PrepareAsync();
        List<(string Name, int Letters, Func<int, Task<double>> Send)> ways =
        [
            ("new connection per letter, as MailKit comes", letters / 5, n => Connections.NaiveAsync(sink.Port, n)),
            ("ours: one kept connection", letters, n => Connections.KeptAsync(sink.Port, n)),
            ("ours: whole outbox, 1 connection", letters, n => outbox.SendAsync(n, connections: 1)),
            ("ours: whole outbox, 2 connections (its default)", letters, n => outbox.SendAsync(n, connections: 2)),
            ("ours: whole outbox, 5 connections", letters, n => outbox.SendAsync(n, connections: 5)),
        ];
        if (nodemailer is not null)
        {
            ways.Add(("nodemailer pool, 1 connection", letters, n => nodemailer.SendAsync(sink.Port, n, 1)));
            ways.Add(("nodemailer pool, 5 connections (its default)", letters, n => nodemailer.SendAsync(sink.Port, n, 5)));
        }

        var times = ways.ConvertAll(_ => new List<double>());
        // Round after round, so that a busy minute of the machine hits all alike.
        for (int round = 0; round < rounds; round++)
            for (int way = 0; way < ways.Count; way++) times[way].Add(await ways[way].Send(ways[way].Letters));
        Print([.. ways.Select((way, i) => Score.Of(way.Name, way.Letters, times[i]))]);
        // Without nodemailer in the same run there is nothing to compare with.
        return nodemailer is null ? 1 : 0;
    }

    private static void Print(IReadOnlyList<Score> scores)
    {
        Console.WriteLine($"{"way",-48} {"letters",8} {"median s",9} {"letters/s",10} {"of rounds",20}");
        foreach (var s in scores)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Way,-48} {s.Letters,8} {s.MedianSeconds,9:0.000} {s.LettersPerSecond,10:0} {s.Slowest,9:0} to {s.Fastest,7:0}"));
        BenchFile.Write("mail", scores);
    }

    /// <summary>One way of sending; slowest and fastest are letters a second too.</summary>
    private sealed record Score(string Way, int Letters, int Rounds, double MedianSeconds, double LettersPerSecond, double Slowest, double Fastest)
    {
        public static Score Of(string way, int letters, List<double> seconds)
        {
            double[] sorted = [.. seconds.Order()];
            double median = sorted[sorted.Length / 2];
            return new(way, letters, sorted.Length, median, letters / median, letters / sorted[^1], letters / sorted[0]);
        }
    }
}
