using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace AIDialogues.Events.Data;

/// <summary>
/// A transaction of its own, or a part of the one that is open already (a page's with its entry in the audit, a write with an Idempotency-Key). A part that
/// was not committed leaves nothing behind; one that was stands or falls with the whole.
/// </summary>
public sealed class JoinedTransaction : IAsyncDisposable
{
    // Several may be open inside each other: the newest of a name is the one that is meant.
    private const string Part = "part";

    private readonly IDbContextTransaction _transaction;
    private readonly bool _isOwn;
    private bool _isOpen = true;

    private JoinedTransaction(IDbContextTransaction transaction, bool isOwn) => (_transaction, _isOwn) = (transaction, isOwn);

    public static async Task<JoinedTransaction> BeginAsync(DatabaseFacade database, CancellationToken ct)
    {
        if (database.CurrentTransaction is not { } whole) return new(await database.BeginTransactionAsync(ct), isOwn: true);
        await whole.CreateSavepointAsync(Part, ct);
        return new(whole, isOwn: false);
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        if (_isOwn) await _transaction.CommitAsync(ct);
        else await _transaction.ReleaseSavepointAsync(Part, ct);
        _isOpen = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOwn)
        {
            await _transaction.DisposeAsync();
            return;
        }

        if (!_isOpen) return;
        _isOpen = false;
        await _transaction.RollbackToSavepointAsync(Part, CancellationToken.None);
        await _transaction.ReleaseSavepointAsync(Part, CancellationToken.None);
    }
}
