namespace MultiLLM.Dashboard.Keys;

/// <summary>What can be done with a key that counts.</summary>
public enum KeyAct
{
    /// <summary>It counts no more, for good.</summary>
    Revoke,

    /// <summary>The same key with another secret.</summary>
    Rotate,
}
