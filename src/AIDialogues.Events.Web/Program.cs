using AIDialogues.Events.Web.Hosting;

try
{
    var app = WebHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartProblem.Sentence(exception) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
