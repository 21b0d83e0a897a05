using AIDialogues.Events.Benchmarks.Assembly;
using AIDialogues.Events.Benchmarks.Audit;
using AIDialogues.Events.Benchmarks.Invitations;
using AIDialogues.Events.Benchmarks.Linkage;
using AIDialogues.Events.Benchmarks.Mail;
using AIDialogues.Events.Benchmarks.Screening;
using AIDialogues.Events.Benchmarks.Tokens;

// One benchmark a word: `screening` here, others beside it.
return args is [var name, .. var options]
    ? name switch
    {
        "assembly" => await AssemblyBenchmark.RunAsync(),
        "audit" => await AuditBenchmark.RunAsync(options),
        "board" => await BoardBenchmark.RunAsync(),
        "import" => await ImportBenchmark.RunAsync(options),
        "linkage" => await LinkageBenchmark.RunAsync(options),
        "mail" => await MailBenchmark.RunAsync(options),
        SinkProcess.Word => await SinkProcess.ServeAsync(),
        "screening" => ScreeningBenchmark.Run(options),
        "tokens" => await TokensBenchmark.RunAsync(options),
        _ => Unknown(name),
    }
    : Unknown("");

static int Unknown(string name)
{
    Console.Error.WriteLine($"There is no benchmark '{name}'. Known: assembly, audit, board, import, linkage, mail, screening, tokens.");
    return 2;
}
