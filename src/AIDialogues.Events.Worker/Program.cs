using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using AIDialogues.Events.Worker.Retention;
using Hangfire;

if (await AdminCommands.TryRunAsync(args) is { } exitCode) return exitCode;

try
{
    await using var app = WorkerHost.Build(args);
    await app.Services.GetRequiredService<EraseDueJob>().ReapplyAsync(CancellationToken.None);
    Schedule.Plan(app.Services.GetRequiredService<IRecurringJobManager>());
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartProblem.Sentence(exception) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
