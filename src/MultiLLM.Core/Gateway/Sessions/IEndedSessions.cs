namespace MultiLLM.Core.Gateway.Sessions;

/// <summary>
/// Sessions that were ended before their time: what a browser keeps of one could have been copied, so it has to be known here that it counts no more.
/// </summary>
public interface IEndedSessions
{
    /// <summary>Ends the session, here at once; false: only until the service starts again, for the database does not answer.</summary>
    /// <param name="id">Of the session.</param>
    /// <param name="until">When it would have ended, and may be forgotten.</param>
    /// <param name="cancellationToken">Gives up telling the database.</param>
    ValueTask<bool> EndAsync(string id, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Whether it was ended. Looks at the database where that was not done lately; while nobody could look yet, all are.</summary>
    ValueTask<bool> IsEndedAsync(string id, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The same by what is known already, so it may be asked often.</summary>
    bool IsEnded(string id, DateTimeOffset until);
}
