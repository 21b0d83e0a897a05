using AIDialogues.Events.Benchmarks.Linkage;
using AIDialogues.Events.Benchmarks.Mail;
using AIDialogues.Events.Benchmarks.Screening;

// One benchmark a word: `screening` here, others beside it.
return args is [var name, .. var options]
    ? name switch
    {
        "linkage" => await LinkageBenchmark.RunAsync(options),
        "mail" => await MailBenchmark.RunAsync(options),
        SinkProcess.Word => await SinkProcess.ServeAsync(),
        "screening" => ScreeningBenchmark.Run(options),
        _ => Unknown(name),
    }
    : Unknown("");

static int Unknown(string name)
{
    Console.Error.WriteLine($"There is no benchmark '{name}'. Known: linkage, mail, screening.");
    return 2;
}
