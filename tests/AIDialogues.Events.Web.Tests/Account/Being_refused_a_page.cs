using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Account;

public sealed class Being_refused_a_page(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Says_so_with_the_status_as_well_as_with_words()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync("/organise/people");

        Assert.StartsWith("/account/denied", page.Path, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "Not open to you"), (page.Status, page.Title));
    }
}
