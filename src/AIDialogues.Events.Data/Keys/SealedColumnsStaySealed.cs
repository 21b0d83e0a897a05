using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AIDialogues.Events.Data.Keys;

/// <summary>
/// The database cannot search, sort or pick a sealed column: it would do so with unreadable text and nobody would notice. A query that
/// tries fails when it is first compiled; the way is to load the row and look at it here.
/// </summary>
internal sealed class SealedColumnsStaySealed : IQueryExpressionInterceptor
{
    public static readonly SealedColumnsStaySealed Instance = new();

    private SealedColumnsStaySealed() { }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is { } context) _ = new Looking(context.Model).Visit(queryExpression);
        return queryExpression;
    }

    private sealed class Looking(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is { } of && model.FindEntityType(of.Type)?.FindProperty(node.Member.Name) is { } property && SealedColumns.IsSealed(property))
                throw new InvalidOperationException($"{of.Type.Name}.{node.Member.Name} is sealed: load the row instead of asking the database about it.");
            return base.VisitMember(node);
        }
    }
}
