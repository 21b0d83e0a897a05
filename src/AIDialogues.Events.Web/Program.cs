using AIDialogues.Events.Web.Hosting;

try
{
    await using var app = WebHost.Build(args);
    await WebHost.ReachDatabaseAsync(app);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartProblem.Sentence(exception) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
