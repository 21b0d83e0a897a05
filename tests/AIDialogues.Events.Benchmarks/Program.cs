using AIDialogues.Events.Benchmarks.Linkage;
using AIDialogues.Events.Benchmarks.Screening;
using AIDialogues.Events.Benchmarks.Tokens;

// One benchmark a word: `screening` here, others beside it.
return args is [var name, .. var options]
    ? name switch
    {
        "linkage" => await LinkageBenchmark.RunAsync(options),
        "screening" => ScreeningBenchmark.Run(options),
        "tokens" => await TokensBenchmark.RunAsync(options),
        _ => Unknown(name),
    }
    : Unknown("");

static int Unknown(string name)
{
    Console.Error.WriteLine($"There is no benchmark '{name}'. Known: linkage, screening, tokens.");
    return 2;
}
