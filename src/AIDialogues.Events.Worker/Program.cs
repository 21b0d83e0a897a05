using AIDialogues.Events.Worker.Admin;

if (await AdminCommands.TryRunAsync(args) is { } exitCode) return exitCode;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(builder.Configuration.GetValue("Ports:Worker", 5102)));
var app = builder.Build();
app.MapGet("/alive", () => "alive");
await app.RunAsync();
return 0;
