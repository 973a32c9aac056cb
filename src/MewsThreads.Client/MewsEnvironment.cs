namespace MewsThreads;

/// <summary>The environments of Mews, each with tokens of its own ("Environments" guideline of the Connector API).</summary>
public enum MewsEnvironment
{
    /// <summary>Live properties, at <c>https://api.mews.com</c>.</summary>
    Production,

    /// <summary>The public demo properties, at <c>https://api.mews-demo.com</c>; their tokens are published by Mews.</summary>
    Demo,
}
