namespace MultiLLM.Core.Analytics.Store;

/// <summary>The database cannot be used as it is.</summary>
internal sealed class StoreException(StoreTrouble trouble, string message) : Exception(message)
{
    public StoreTrouble Trouble { get; } = trouble;
}
